"""From words on a page to lines in reading order; PDF and OCR share these rules."""
