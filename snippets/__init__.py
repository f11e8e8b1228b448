"""The implementations that the chapters teach: import the module whose subject you need."""
