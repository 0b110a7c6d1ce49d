"""What a title would earn: for now the indicative amount of the first award; claims and payments come later."""
