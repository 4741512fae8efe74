"""The workbook in which a person codes answers before seeing suggestions."""
