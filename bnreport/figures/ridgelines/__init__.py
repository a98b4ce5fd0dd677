"""How a distribution changes over training: from its quantiles a density each time, arm beside arm, layer by layer."""
