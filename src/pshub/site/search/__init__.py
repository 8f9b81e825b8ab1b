"""What the site can find: an index of everything public, full text over it, facets, and near spellings."""
