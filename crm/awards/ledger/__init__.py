"""应享台账: what was earned is claimed or open, and what was claimed is paid, in process or refused."""
