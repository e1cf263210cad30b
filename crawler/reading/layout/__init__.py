"""How a page is laid out, as far as its marks tell: boxes and their order, cells, pagers, where a link leads."""
