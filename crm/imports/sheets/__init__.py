"""What a register says, a file for each sheet: typed rows and what was noticed on the way."""
