"""Sample packets with their truth, and the generator that makes them."""
