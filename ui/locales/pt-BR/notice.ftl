# What the system shows for the program: the tray, notices, dialogs.

dialog-files = Adicionar arquivos
dialog-credential = Escolha um arquivo de chave ou certificado
dialog-save = Salvar o documento
tray-open = Abrir o Tvist
tray-sync = Sincronizar agora
tray-quit = Sair
tray-practice = Treino: nada aqui é real
tray-calm = Nada pendente
tray-due = { $count ->
    [one] { $count } caso aguarda resposta
   *[other] { $count } casos aguardam resposta
}
tray-case = { $who } · { $amount } · { $left }
tray-left-days = { $count ->
    [one] falta { $count } dia
   *[other] faltam { $count } dias
}
tray-left-hours = { $count ->
    [one] falta { $count } hora
   *[other] faltam { $count } horas
}
tray-left-minutes = { $count ->
    [one] falta { $count } minuto
   *[other] faltam { $count } minutos
}
tray-left-none = o prazo acabou
tray-warned = { $count ->
    [one] { $count } pagamento pode ser contestado em breve
   *[other] { $count } pagamentos podem ser contestados em breve
}
tray-refused = { $account }: precisa de uma chave nova
tray-stale = { $account }: não é lida há algum tempo
tray-clock = O relógio deste computador está errado
tray-locked = Bloqueado: abra o Tvist para continuar vigiando
tray-pause = Pausar lembretes até amanhã de manhã
tray-resume = Retomar lembretes (pausados até { $until })
notice-open = Abrir
notice-later = Lembrar mais tarde
