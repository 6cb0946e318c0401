"""The review desk: where people look at packets in the browser and decide."""
