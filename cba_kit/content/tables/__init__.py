"""Tables that people send: CSV files and Excel sheets as grids of text, with the rows that Excel counts."""
