"""What the browser tests measure against; "How this site is tested" shows these numbers."""

FIRST, NEXT = 200 * 1024, 60 * 1024  # bytes that a first visit and the next page may transfer
WIDE, NARROW = 1280, 360  # pixels
