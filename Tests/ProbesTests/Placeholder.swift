// Placeholder so that the package builds from its first commit.
