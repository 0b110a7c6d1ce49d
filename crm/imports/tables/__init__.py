"""The tables of a sheet: where their headings stand, what each column is, and the rows below."""
