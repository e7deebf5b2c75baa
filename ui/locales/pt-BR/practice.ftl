# The bar of practice: its day, and moving it on.

practice-bar = Treino
practice-now = Dia do treino: { $moment }
practice-moving = O tempo avança…
practice-step-day = Um dia depois
practice-step-week = Uma semana depois
practice-step-next = Até o próximo evento
