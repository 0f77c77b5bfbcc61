"""What a job pays: a model trained on stated pay, estimates with measured intervals, offers placed, backtests.

Nothing is estimated from fewer than thirty rows, and every interval comes with the coverage that later rows showed.
"""
