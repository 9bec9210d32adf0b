"""The roadmap's sections: facts turned into words and pictures, the same for HTML and PDF."""
