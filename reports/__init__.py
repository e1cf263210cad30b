"""Tells: daily record, notice, sheets, workbook. Knows no network."""
