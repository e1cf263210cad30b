"""What comes and goes by mail or by hand: letters and notices, answers and what brought them, others' reports."""
