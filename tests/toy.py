"""Small studies, TEXT of one step a run and TINY of two to be trained; BUILT has networks to be tried, no profiles."""

TEXT = """\
study: toy
title: A toy
seeds: {looks: [2], alpha: [0.05]}
experiments:
  net:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 4}}
      optimizer: {sgd: {lr: 0.1}}
      steps: 1
    arms: {a: {norm: none}, b: {norm: batch}}
    probes: {accuracy: {every: 5}}
hypotheses:
  better:
    claim: b is better.
    superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}
    why_this_margin: Ours.
profiles:
  smoke: {scale: toy}
"""
TINY = """\
study: tiny
title: Does it train?
seeds: {looks: [2], alpha: [0.05]}
experiments:
  d:
    recipe: {dataset: digits, model: {vgg: {depth: 11, width: 4}}, optimizer: {sgd: {lr: 0.1}}, steps: 2}
    arms: {bn: {norm: batch}, none: {norm: none}}
    probes: {accuracy: {every: 1}}
hypotheses:
  better:
    claim: BatchNorm trains better.
    superiority: {metric: train_accuracy, arm: d.bn, versus: d.none, margin: 0.01}
    why_this_margin: Ours.
profiles: {p: {scale: toy}}
"""
BUILT = """\
study: toy
title: A toy
experiments:
  net:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 8}}
      optimizer: {sgd: {lr: 0.1}}
      steps: 10
    arms:
      a: {norm: none}
      b: {norm: {group: {groups: 2}}}
    probes:
      accuracy: {every: 5}
      moments: {every: 5, layers: [1, 8]}
hypotheses:
  h1:
    claim: b beats a.
    superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}
    why_this_margin: Our choice.
"""
