# The program without its window: closing, reminders, starting at login, what keeps the desk from being trusted.

warnings = Precisa da sua atenção
clock-ahead = O relógio deste computador está adiantado em { $unit ->
    [minutes] { $count ->
        [one] um minuto
       *[other] { $count } minutos
    }
    [hours] { $count ->
        [one] uma hora
       *[other] { $count } horas
    }
   *[days] { $count ->
        [one] um dia
       *[other] { $count } dias
    }
}.
clock-behind = O relógio deste computador está atrasado em { $unit ->
    [minutes] { $count ->
        [one] um minuto
       *[other] { $count } minutos
    }
    [hours] { $count ->
        [one] uma hora
       *[other] { $count } horas
    }
   *[days] { $count ->
        [one] um dia
       *[other] { $count } dias
    }
}.
clock-corrected = O tempo restante é mostrado corrigido. Acerte o relógio.
clock-stops = Nada é enviado até o relógio ser acertado.
account-refused = { $account }: a chave não funciona mais. Casos novos e mudanças ali não são vistos até você renová-la.
account-stale = { $account }: não é lida desde { $moment }. Casos novos e mudanças ali podem não ter sido vistos.
account-stale-never = { $account }: ainda não pôde ser lida.

closing-title = Continuar vigiando seus prazos?
closing-text = O Tvist pode continuar sem a janela. Ele lê suas contas e avisa antes de cada prazo final.
closing-tray = Você o encontra na bandeja do sistema.
closing-no-tray = Esta área de trabalho não mostra ícones na bandeja. O Tvist chega a você por avisos, e abri-lo de novo traz a janela de volta.
closing-later = A pergunta é feita uma vez. Mude quando quiser em Configurações.
closing-keep = Continuar vigiando
closing-quit = Sair do Tvist
closing-sending = A janela fica aberta até isto ser enviado ou desfeito. Feche-a depois.
opening-sending = Isto é enviado ou desfeito primeiro. Depois abra o que escolheu.

reminding = Lembretes
ladder = Lembrar, antes da data segura
rung-days = { $count ->
    [one] 1 dia antes
   *[other] { $count } dias antes
}
rung-hours = { $count ->
    [one] 1 hora antes
   *[other] { $count } horas antes
}
rung-safe = Na própria data segura, sempre
rung-remove = Remover
rung-remove-name = Remover: { $rung }
rung-add = Adicionar um lembrete
rung-add-act = Adicionar
rung-unit = Dias ou horas
rung-unit-d = dias antes
rung-unit-h = horas antes
rung-added = Adicionado: { $rung }
rung-removed = Removido: { $rung }
ladder-usual = Voltar aos lembretes de costume
ladder-usual-again = Os lembretes de costume valem de novo.
margin = Data segura antes da última, em horas
margin-hint = Com quanta antecedência você quer terminar.
margin-short = O mesmo para prazos curtos, em horas
margin-short-hint = Quando há menos de quatro dias do início ao fim.
quiet = Horas de silêncio
quiet-from = De
quiet-to = Até
names-in-notices = Mostrar nomes e valores nos títulos dos avisos, também com a tela bloqueada, e nomes no menu da bandeja do sistema
reminders-pause = Pausar lembretes até amanhã de manhã
reminders-resume = Retomar lembretes
paused-until = Pausados até { $moment }. A última data segura é avisada mesmo assim.

staying = Sem a janela
on-closing = Quando a janela é fechada
on-closing-ask = Perguntar
on-closing-keep = Continuar vigiando
on-closing-quit = Sair do Tvist
login-start = Iniciar ao entrar no sistema, sem janela
login-why = Um computador ligado vigia então seus prazos sem que você precise fazer nada.
notice-said = { $title }. { $body }

problem-clock-wrong = O relógio deste computador está errado em mais de um dia. Acerte-o, sincronize e depois envie.
error-login = Não é possível ajustar o início ao entrar aqui. O sistema não permite.
error-ladder-distance = Digite um número inteiro.
error-ladder-range = Um lembrete vem entre 30 dias e 1 hora antes da data segura.
error-ladder-twice = Esse lembrete já existe.
error-ladder-full = São no máximo oito lembretes. Remova um primeiro.
