"""Documents of an edition: which reports there are, and whether what was made of them is still fresh."""
