"""From what archives keep to facts and verdicts: asks no network and tells nobody."""
