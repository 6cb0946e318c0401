"""Programme packs: data, one folder each."""
