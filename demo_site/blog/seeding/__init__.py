"""The demo's data: plain functions from a random source to unsaved rows, and one that saves."""
