"""Spreadsheets: the workbook, the receipt, the comparison."""
