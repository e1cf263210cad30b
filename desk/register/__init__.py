"""The register: read from and written to the CSV files and the spreadsheet a clerk keeps."""

from desk.register.load import load_register
from desk.register.save import save_register

__all__ = ["load_register", "save_register"]
