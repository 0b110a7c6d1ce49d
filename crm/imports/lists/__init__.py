"""The sheets that list facts of enterprises, a file for each; `registry` names them all."""
