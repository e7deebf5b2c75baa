# The window around everything: places, lists, accounts, settings, news.

places = Lugares
place-desk = Mesa
    .counted = { $count ->
        [one] caso a responder
       *[other] casos a responder
    }
place-deadlines = Prazos
    .counted = { $count ->
        [one] prazo
       *[other] prazos
    }
place-all = Todas as disputas
    .counted = { $count ->
        [one] disputa
       *[other] disputas
    }
place-accounts = Contas
place-settings = Configurações
accounts-heading = Contas

group-answer-now = Responder agora
group-talk = Falar com o cliente
group-waiting = Aguardando a decisão
group-closed = Encerradas
due-past = Prazo encerrado
due-undated = Sem data conhecida
cases = { $count ->
    [one] { $count } caso
   *[other] { $count } casos
}
show-more = { $count ->
    [one] Mostrar mais { $count }
   *[other] Mostrar mais { $count }
}
loading = Lendo…
desk-empty = Nada pendente.
desk-empty-next = Nada pendente. Próxima sincronização às { $time }.
nothing-open = Escolha um caso na lista.

search-open = Buscar nome, pedido, valor
search-title = Encontrar uma disputa
search-found = Disputas encontradas
search-nothing = Nada encontrado. Tente um nome, um número de pedido, um valor ou uma referência.

sync-running = Lendo dos provedores…
sync-offline = Sem conexão. Mostrando o que se sabia às { $time }.
sync-offline-never = Sem conexão. Nada foi lido ainda.
sync-never = Ainda não sincronizado
synced-ago = { $count ->
    [0] Sincronizado agora
    [one] Sincronizado há { $count } min
   *[other] Sincronizado há { $count } min
}
synced-at = Sincronizado às { $time }
sync-next = próxima { $time }
sync-now = Sincronizar agora

practice-mark = Treino: nada aqui é real
practice-start = Treinar primeiro
practice-starting = Preparando o treino…
practice-leave = Sair do treino

welcome-title = Disputas de pagamento, respondidas a tempo
welcome-text = O Tvist mostra o que vence, ajuda a reunir as provas e envia sua resposta uma única vez. Tudo fica neste computador.
welcome-add = Conecte sua conta
welcome-add-text = Informe a chave do seu provedor. Suas contestações aparecem em um minuto.
welcome-practice = Conheça antes
welcome-practice-text = Treine com casos inventados. Nada sai deste computador e nada custa dinheiro.
trust-keys = Suas chaves ficam neste computador e só vão para o provedor a que pertencem: no chaveiro, e as longas demais para ele no arquivo criptografado, cuja chave está no chaveiro.
trust-data = Seus casos ficam em um arquivo cifrado neste computador. Não temos servidor.
trust-hosts = Suas chaves só vão para estes servidores:
trust-hosts-none = Ainda não há conta, então o Tvist não fala com ninguém.
trust-hosts-handed = Arquivos também podem ir para um endereço que o provedor indica, ou vir dele. Nenhuma chave vai para lá.
trust-title = Onde estão seus dados

health-title = O que vale neste computador
health-checking = Verificando…
health-database-open = Seus dados abrem com a chave deles.
health-database-none = Ainda não há dados.
health-database-missing = O arquivo de dados não está mais lá.
health-database-damaged = O arquivo de dados está danificado.
health-database-no-key = O chaveiro não tem a chave dos seus dados.
health-database-newer = Uma versão mais nova do Tvist gravou os dados.
health-database-unusable = Não é possível abrir seus dados agora.
health-keychain-open = O chaveiro responde.
health-keychain-locked = O chaveiro está bloqueado.
health-keychain-none = Nenhum chaveiro responde.
health-keychain-failing = O chaveiro responde com uma falha.
health-files-held = Documentos são abertos por um processo que não alcança seus arquivos.
health-files-open = O processo que abre documentos pode alcançar seus arquivos: este sistema não deixa proibir isso.
health-network-held = Esse processo não alcança a rede nem outro programa.
health-network-open = Esse processo poderia alcançar a rede: este sistema não deixa proibir isso.
health-syscalls-held = Esse processo não pode iniciar nem encerrar programas.
health-syscalls-open = Esse processo poderia iniciar programas: este sistema não deixa proibir isso.
health-dumps-off = Se o Tvist parar de repente, sua memória não é gravada no disco.
health-dumps-on = Se o Tvist parar de repente, este sistema pode gravar sua memória no disco.
health-dumps-unknown = Se a memória do Tvist vai para o disco numa parada repentina, este sistema decide.
health-clock-right = O relógio concorda com os dos provedores.
health-clock-wrong = O relógio está mais de dois minutos errado: acerte-o.
health-clock-unknown = O relógio ainda não foi comparado com o de um provedor.
health-freshness-fresh = { $account }: lida como planejado.
health-freshness-stale = { $account }: as leituras falham há algum tempo.
health-freshness-refused = { $account }: o provedor recusa a chave.
health-calendar-folder = O arquivo do calendário não pode ser gravado na pasta e não está atualizado. Os lembretes continuam.
health-calendar-not-ours = Na pasta do calendário há algo com o nome do arquivo que não é do Tvist: o arquivo não está atualizado. Os lembretes continuam.
health-calendar-slow = A pasta do calendário não responde: o arquivo nela não está atualizado. Os lembretes continuam.
health-broke = { $times ->
    [one] Uma parte da vigilância falhou uma vez no último mês e recomeçou.
   *[other] Partes da vigilância falharam { $times } vezes no último mês e recomeçaram.
}

account-label = Nome
account-label-hint = Como você chama esta loja, por exemplo Nordlys Shop.
add-account = Adicionar conta
add-account-title = Adicionar uma conta
add-account-sub = O que você informar é verificado primeiro e depois guardado neste computador: no chaveiro, ou, se for longo demais para ele, no arquivo criptografado cuja chave está lá.
right-dispute = Disputes: write
right-file = Files: write
right-charge = Charges and Refunds: write, ou read se você nunca reembolsar por aqui
right-payment = PaymentIntents: read
right-event = Events: read
right-balance = Balance e suas transações: read
right-warning = Early fraud warnings: read
right-customer = Customers: read, se quiser
connect = Conectar
connecting = Conectando…
account-not-kept = A conta não foi adicionada; a chave não ficou guardada em lugar nenhum.
account-added = A conta está conectada. Suas disputas estão sendo lidas.
accounts-sub = Cada conta é um conjunto de chaves em um provedor.
accounts-none = Nenhuma conta ainda.
account-synced = última leitura { $moment }
account-never = nunca lida
environment-live = Real
environment-test = Teste
account-good = Em ordem
account-trouble = A última sincronização falhou
account-known = O que se sabia continua visível. O Tvist tenta de novo sozinho.
check = Verificar
checking = Verificando…
check-good = A conexão funciona e nenhum direito falta.
check-missing = { $count ->
    [one] Falta um direito
   *[other] Faltam { $count } direitos
}
check-missing-help = Edite a chave no provedor e verifique de novo.
right-needed = necessário
right-useful = útil, não necessário
key-too-powerful = Esta chave pode mais do que o Tvist precisa. Uma chave restrita seria mais segura.
clock-skew = { $minutes ->
    [one] O relógio deste computador está um minuto errado. Os prazos podem aparecer errados: acerte o relógio.
   *[other] O relógio deste computador está { $minutes } minutos errado. Os prazos podem aparecer errados: acerte o relógio.
}
remove = Remover…
remove-title = Remover esta conta?
remove-text = A chave é apagada deste computador e seus casos saem desta mesa. Nada muda no provedor.
remove-confirm = Remover conta
renew = Nova chave…
renew-text = Primeiro se pergunta à { $provider } se a chave conhece os casos desta conta. Uma chave de outra conta não é aceita.
renew-go = Usar esta chave
renew-kept = A chave anterior continua valendo.
renewed = A nova chave está em uso.

language = Idioma
as-system = Como o sistema
theme = Aparência
theme-system = Como o sistema
theme-light = Claro
theme-dark = Escuro
version = Tvist { $version }

keys-title = Teclas
key-ctrl = Ctrl
key-enter = Enter
key-list = Mover na lista
key-open = Abrir o caso
key-search = Encontrar qualquer coisa
key-files = Adicionar arquivos ao caso
key-undo = Desfazer no rascunho
key-redo = Refazer no rascunho
key-review = Revisar e enviar
key-back = Voltar à lista
key-help = Esta lista

keychain-missing = O Tvist precisa de um chaveiro
keychain-locked = O chaveiro está bloqueado
keychain-why = As chaves, ou a chave do arquivo criptografado em que elas e seus dados estão, ficam no chaveiro do sistema, nunca abertas. Nada foi alterado.
keychain-missing-linux = Instale e inicie um chaveiro, por exemplo com: sudo apt install gnome-keyring. Depois entre de novo na sessão. O KeePassXC também serve, com o Secret Service ligado.
keychain-missing-mac = Abra o Acesso às Chaves e veja se existe um chaveiro de início de sessão. Depois tente de novo.
keychain-missing-windows = Veja se o serviço “Gerenciador de Credenciais” está em execução. Depois tente de novo.
keychain-locked-linux = Desbloqueie-o com sua senha de login, por exemplo em Senhas e chaves. Depois tente de novo.
keychain-locked-mac = Abra o Acesso às Chaves e desbloqueie o chaveiro de início de sessão. Depois tente de novo.
keychain-locked-windows = Entre de novo no Windows. Depois tente de novo.
cannot-open = O Tvist não consegue abrir seus dados

try-again = Tentar de novo
cancel = Cancelar
close = Fechar
done = Pronto
dismiss = Fechar
drop-nowhere = Solte arquivos em um caso: o que está aberto ou a linha dele na lista.
drop-not-taken = Nada pode ser enviado neste caso agora, por isso nenhum arquivo é aceito.
drop-row-title = Adicionar a este caso?
drop-row-text = { $count ->
    [one] Um arquivo vai
   *[other] { $count } arquivos vão
} para o caso de { $who } ({ $what }).
drop-row-add = Adicionar a este caso
files-added = { $count ->
    [one] Um arquivo adicionado
   *[other] { $count } arquivos adicionados
}

filter = Filtrar
filter-on = Filtrar ({ $count })
filter-any = Todos
filter-provider = Provedor
filter-account = Conta
filter-stage = Etapa
filter-status = Status
filter-reason = Motivo
filter-method = Pagamento
filter-card = Cartão
filter-references = Referências (ARN, número do processo)
filter-orders = Números do pedido
filter-transactions = IDs da transação
filter-charges = IDs da cobrança
filter-provider-statuses = Status no provedor
filter-created = Abertura
filter-deadline = Data limite
filter-sent = Documentos enviados
filter-first = De
filter-last = Até, inclusive
filter-found = { $count ->
    [one] Um caso corresponde
   *[other] { $count } casos correspondem
}
filter-clear = Mostrar todos de novo
filter-nothing = Nenhum caso corresponde. Tire um filtro para ver mais.
error-not-days = O último dia vem antes do primeiro. Mude um deles.
