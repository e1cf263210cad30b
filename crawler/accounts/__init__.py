"""Looks at official accounts (政务新媒体), from honest sources only. Judges nothing."""
