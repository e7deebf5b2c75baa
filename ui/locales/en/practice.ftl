# The bar of practice: its day, and moving it on.

practice-bar = Practice
practice-now = Practised day: { $moment }
practice-moving = Time moves on…
practice-step-day = A day later
practice-step-week = A week later
practice-step-next = To the next event
