"""The pages: a GET shows, a POST is one use case and one row of the trail."""
