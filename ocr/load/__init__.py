"""Files in, pages out: what each page looks like and what stands on it already."""
