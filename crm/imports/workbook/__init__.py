"""What a workbook is: its parts, sheets, headers and rows, read under limits."""
