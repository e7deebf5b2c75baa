# What the system shows for the program: the tray, its dialogs.

dialog-files = Adicionar arquivos
tray-open = Abrir o Tvist
tray-sync = Sincronizar agora
tray-quit = Sair
tray-calm = Nada pendente
tray-due = { $count ->
    [one] { $count } caso aguarda resposta
   *[other] { $count } casos aguardam resposta
}
