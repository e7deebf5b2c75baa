# Apagar um caso para sempre.
erase-case = Apagar este caso…
erase-title = Apagar este caso para sempre?
erase-text = Tudo o que o Tvist guarda do caso { $case } neste computador some: dados, histórico, carta e lembretes.
erase-files = { $count ->
    [one] { $count } arquivo de provas
   *[other] { $count } arquivos de provas
}
erase-receipts = { $count ->
    [one] { $count } recibo do que foi enviado
   *[other] { $count } recibos do que foi enviado
}
erase-analyses = { $count ->
    [one] { $count } análise pedida para ele
   *[other] { $count } análises pedidas para ele
}
erase-final = Isso não pode ser desfeito.
erase-not-now = Ele não pode ser apagado agora
erase-confirm = Apagar para sempre
erase-done = O caso foi apagado.
problem-erase-open = O caso não terminou. Só o que terminou, ou o que o provedor não conhece mais, pode ser apagado.
problem-erase-analysis-open = Uma análise pedida para este caso ainda não foi decidida.
problem-erase-elsewhere = Cópias de segurança feitas antes o mantêm, assim como arquivos que você salvou ou exportou, e o provedor.
problem-erase-numbers = Ele sai dos seus números e exportações. Exporte antes o que a contabilidade precisa guardar.
problem-erase-returns = Fica uma impressão digital que nada diz do caso, para que ele não seja lido de novo. Se o provedor o reabrir, ele volta como um caso novo.
