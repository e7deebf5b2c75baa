# A case: its head, timeline, evidence, and everything that can be done with it.

back-to-list = Voltar à lista
case-unreadable = Este caso não pode ser mostrado
customer-unknown = Cliente não informado
order-number = pedido { $order }
through = { $name }, { $stage }, pela { $provider }
through-plain = { $stage } pela { $provider }
an-inquiry = { $name }, consulta
bank = o banco do comprador
bank-through = o banco do comprador ({ $network })

row-missing = { $count ->
    [one] falta um item
   *[other] faltam { $count } itens
}
row-complete = pronto para enviar
row-sent = enviado { $date }
row-unsettled = ainda não se sabe se chegou
row-on-a-word = você viu que chegou; ainda sem prova
row-status-unknown = status desconhecido: { $status }
next-answer = responder
next-talk-to-customer = falar com o cliente
next-refund-or-wait = reembolsar ou esperar
next-wait = esperar
next-look = verificar
next-none = nada a fazer

ring-days = { $count ->
    [one] dia
   *[other] dias
}
ring-hours = { $count ->
    [one] hora
   *[other] horas
}
ring-minutes = min
ring-past = fim
ring-undated = Sem prazo conhecido
ring-sent = enviado
    .words = Enviado, aguardando a decisão
ring-won = ganho
    .words = Ganho
ring-lost = perdido
    .words = Perdido
ring-over = fim
    .words = Encerrado
left-days = { $count ->
    [one] Falta { $count } dia
   *[other] Faltam { $count } dias
}
left-hours = { $count ->
    [one] Falta { $count } hora
   *[other] Faltam { $count } horas
}
left-minutes = { $count ->
    [one] Falta { $count } minuto
   *[other] Faltam { $count } minutos
}
left-past = Prazo encerrado
left-undated = Sem data conhecida
due-label = Prazo
your-time = { $moment } no seu horário
your-time-and-theirs = { $own } ({ $there }, { $zone })
by-answer = Responda até { $moment }.
by-escalation = Isto vira um chargeback em { $moment }.
by-analysis-window = Peça a análise até { $moment }.
by-undated = O provedor não informa data. Veja a página do próprio provedor.
deadline-assumed = O provedor não informa data; esta é presumida pela regra usual.
deadline-zone-assumed = O fuso horário desta data não é conhecido; ela é lida no mais cedo que pode valer.
late-by-telephone = A { $provider } só aceita casos atrasados por telefone; o número está nas páginas de ajuda dela.
documentation-elsewhere = Quais documentos a { $provider } pede aparece só na página dela; o Tvist não fica sabendo.
withdrawn-hint = Se o cliente disser que retirou o caso, responda mesmo assim, com as palavras dele como prova.
assumed = (Presumido pela regra usual.)
rule-one-answer = Só uma resposta é aceita, então envie completa.
rule-talk-first = { $who } ainda não aceita documentos: fale com o cliente, reembolse ou espere.
silence-lost = Se você não fizer nada, o caso está perdido: { $amount } não voltam.
silence-escalates = Se você não fizer nada, vira um chargeback: { $disputed } são retirados, em regra com uma tarifa, e então você pode responder.
silence-may-escalate = Se você não fizer nada, pode virar um chargeback: { $disputed } seriam retirados, em regra com uma tarifa.
silence-speaks = O silêncio pode valer como concordância, e um chargeback assim dificilmente é ganho. Responda em todo caso, e logo.
silence-speaks-discover = Na Discover ele então não pode mais ser contestado.
silence-closes = Se nada mais acontecer, o caso se encerra sozinho, sem chargeback.
silence-provider-may-answer = Se você não fizer nada, a { $provider } talvez responda por você, se puder. Se não puder, o caso está perdido: { $amount } não voltam.
silence-none = Nada mais depende de você.
silence-unknown = Não se sabe o que acontece se você não fizer nada. Considere a data como a última.

timeline = Linha do tempo
rail-today = Hoje
rail-past = feito
rail-now = estamos aqui
rail-future = previsto
rail-due-answer = Resposta até
rail-due-escalation = Vira chargeback
rail-due-analysis-window = Janela fecha
about = por volta de { $month }
history = { $count ->
    [one] Histórico completo, { $count } registro
   *[other] Histórico completo, { $count } registros
}
source-provider = do provedor
source-app = deste aplicativo
source-observed = visto em uma sincronização
source-rule = pela regra
source-owner = sua própria declaração
source-assumed = presumido

on-a-word-title = Você viu que chegou
on-a-word-text = Você disse que chegou, mas o que { $provider } mostra ainda espera uma resposta. Nada é enviado uma segunda vez, e o prazo continua à vista até que { $provider } mostre.
on-a-word-back = Afinal não está lá
unsettled-title = Ainda não sabemos se chegou
unsettled-text = A conexão caiu enquanto a { $provider } era consultada. Nada é enviado uma segunda vez. Verifique de novo para resolver pela leitura.
look-again = Verificar de novo
saw-ask = Eu verifiquei lá…
saw-title = O que você vê na { $provider }?
saw-text = Onde a leitura não resolve, vale a sua palavra. Ela fica guardada como sua, com nome e hora, e não envia nada.
saw-arrived = Está lá
saw-not-arrived = Não está lá
saw-reading = Primeiro a { $provider } é lida; para “Não está lá”, duas vezes com dez segundos de intervalo …
open-dashboard = Abrir na { $provider }
look-there = Veja onde você costuma ver os casos da { $provider }: o Tvist não conhece um endereço que leve até lá.
vanished-title = A { $provider } não mostra mais este caso
vanished-text = O que se sabia foi mantido. Veja a página do próprio provedor.
status-unknown-title = Um status desconhecido
status-unknown-text = A { $provider } diz “{ $status }”, que esta versão não conhece. Veja a página do próprio provedor; o prazo continua à vista.
kind-unknown-title = Um tipo de caso desconhecido
kind-unknown-text = A { $provider } o chama de algo que esta versão não conhece, e então as regras também não são conhecidas. Nada irreversível é oferecido aqui. Veja a página do próprio provedor; o prazo continua à vista.
came-back = Voltou como chargeback em { $date }; o que foi dito antes não vale aqui.
lost-title = Perdido: { $amount } se foram
lost-no-reason = { $who } não informou o motivo.
lost-how-conceded = Você aceitou.
lost-how-nothing-sent = Nenhuma resposta foi enviada.
lost-how-nothing-sent-from-here = Nenhuma resposta foi enviada daqui. Se alguma foi enviada por outro lado, a { $provider } não informa.
lost-how-answered = A resposta não bastou.
lost-how-answered-by-provider = A { $provider } respondeu sozinha, e não bastou.
loss-word = A palavra do provedor: { $code }
won-title = Ganho: { $amount } são seus
won-text = A decisão foi a seu favor. O dinheiro volta no próximo repasse.
closed-text = Não há mais nada a fazer aqui.
waiting-title = Agora em análise: { $who }
waiting-text = Não há nada a fazer. Uma decisão costuma levar de um a três meses.

evidence = O que ganha casos assim
evidence-hint = Solte arquivos em qualquer lugar deste caso. O Tvist supõe o que cada um mostra; você diz se está certo.
carried-fields = Vários arquivos no mesmo lugar são reunidos em um PDF.
carried-one-document = Tudo é reunido em um único PDF, com seus textos no início.
carried-documents = Cada arquivo segue como um PDF próprio, na sua ordem, com seus textos primeiro; os nomes dos arquivos não seguem junto.
evidence-sent = O que foi reunido
evidence-unsent = Reunido aqui, nunca enviado
evidence-locked = { $who } não aceita documentos agora. Você já pode reunir; só são enviados se isto virar um chargeback.
add-files = Adicionar arquivos…
adding-files = Lendo os arquivos…
undo = Desfazer
redo = Refazer
drop-here = Solte: vai para “{ $slot }”
drop-anywhere = Solte: vai para este caso
decides = decide a maioria dos casos
slot-filled = no lugar
slot-empty = falta
slot-guessed = por enquanto só uma suposição
open-places = Onde isto se encaixa?
open-places-hint = Nada diz o que estes arquivos mostram. Escolha um lugar para cada um; até lá eles iriam como “{ $place }”.
choose-place = Escolher um lugar…
guess = suposição
guess-right = Está certo
guess-right-for = Está certo: { $name }
choose = Escolher…
choose-for = Escolher arquivos para { $slot }
move-file = Lugar de { $name }
remove-file = Remover { $name }
more-slots = { $count ->
    [one] Mais um lugar
   *[other] Mais { $count } lugares
}
pages = { $count ->
    [one] { $count } página
   *[other] { $count } páginas
}
characters = { $count ->
    [one] { $count } caractere de { NUMBER($limit) }
   *[other] { $count } caracteres de { NUMBER($limit) }
}
character-count = { $count ->
    [one] { $count } caractere
   *[other] { $count } caracteres
}
too-long = { $count ->
    [one] { $count } caractere; só { NUMBER($limit) } são aceitos
   *[other] { $count } caracteres; só { NUMBER($limit) } são aceitos
}
meter-bytes = Tamanho
meter-pages = Páginas
meter-of = { $value } de { $limit }
meter-advice = { $value }; recomendação: { $limit }
files-refused = { $count ->
    [one] Um arquivo não foi aceito
   *[other] { $count } arquivos não foram aceitos
}
facts-to-send = Dados que vão junto
facts-to-send-hint = Só o que você sabe com certeza. Um campo vazio não é enviado.
stated-hint = Conhecido do pagamento; vai junto se você não escrever outra coisa.
goods = O que foi vendido
goods-physical = Produtos enviados
goods-digital = Algo digital
goods-service = Um serviço

facts = Dados
money = Dinheiro
term-reason = Motivo
term-code = Código
term-stage = Fase
term-status = Status
term-provider-word = Palavra do provedor
term-paid = Pago
term-email = E-mail
term-card = Cartão
term-amount = Valor
term-reference = Referência
term-disputed = Em disputa
term-fee = Tarifa
term-at-risk = Pode ser perdido
term-time = Hora
term-request = Requisição
term-answered-by = Respondido por
term-retrieval-reference = Referência de recuperação
term-region = Região
term-recurring = Recorrente
term-presented-by = Informado por
term-fraud-report = Fraude informada
term-card-bank = Banco do cartão
term-expires = Expira
term-wallet-case = Caso na { $wallet }
term-wallet-kind = Tipo na { $wallet }
answered-by-manual = você
answered-by-smart-disputes = a própria { $provider }
answered-by-not-submitted = ninguém
region-domestic = no mesmo país
region-intra = na mesma região
region-inter = entre regiões
said-yes = sim
said-no = não
stage-second-chargeback = Segundo chargeback, respondido como o primeiro
read-again = Ler de novo da { $provider }

progress = { $count ->
    [one] { $done } de { $count } no lugar
   *[other] { $done } de { $count } no lugar
}
draft-saved = rascunho salvo { $time }
draft-saving = salvando…
draft-not-saved = A última mudança ainda não foi salva. O Tvist tenta de novo na próxima tecla.
foot-inquiry = { $who } não aceita documentos em uma consulta. Reembolse, fale com o cliente ou espere.
foot-sent = Enviado { $moment }
see-sent = O que foi enviado
preview = Prévia
review-and-send = Revisar e enviar…
act-accept = Aceitar a perda…
act-refund = Reembolsar…

preparing = Reunindo tudo…
ask-submit = Enviar esta resposta para { $who }?
ask-accept = Aceitar a perda?
ask-refund = Reembolsar o cliente?
keep-editing = Continuar editando
confirm-submit = Enviar resposta
confirm-accept = Aceitar a perda
confirm-refund = Reembolsar o cliente
altogether = Ao todo
card-numbers = Números de cartão
card-numbers-none = nenhum encontrado no texto
card-numbers-found = { $count ->
    [one] um encontrado
   *[other] { $count } encontrados
}
card-numbers-unsearched = não procurados, pois ainda não dá para montar nada
card-numbers-unread = { $count ->
    [one] uma página não pôde ser lida
   *[other] { $count } páginas não puderam ser lidas
}
card-numbers-vouched = { $count ->
    [one] você olhou uma delas
   *[other] você olhou { $count } delas
}
card-numbers-pictures = { $count ->
    [one] uma imagem não foi vista
   *[other] { $count } imagens não foram vistas
}
place-page = { $file }, página { $page }
place-pages = { $file }, páginas { $pages }
look-open = Mostrar a página
look-title = A página
black-out-open = Cobrir com tarja…
black-out-title = Cobrir isto com tarja preta?
black-out-text = A página ficaria assim. Ela vira uma imagem, para que nada fique embaixo da tarja. Todo número de cartão encontrado nela é coberto. Desfazer traz a página de volta.
black-out-confirm = Cobrir com tarja
vouch-open = Olhar esta página…
vouch-title = Olhe esta página
vouch-text = O Tvist não consegue ler o texto desta página. Ela só vai com a sua palavra: você diz que ela não mostra nenhum número de cartão completo nem código de segurança. A sua palavra vale para este arquivo como ele está agora.
vouch-unseen = A página não pode ser mostrada aqui. Abra o próprio arquivo e olhe a página { $page } nele.
vouch-confirm = Eu olhei esta página
blocked = { $count ->
    [one] Algo precisa ser corrigido antes
   *[other] { $count } coisas precisam ser corrigidas antes
}
advice = { $count ->
    [one] Um ponto a considerar
   *[other] { $count } pontos a considerar
}
final-submit = Isto pode ser enviado uma vez. Depois ninguém pode mudar, nem o suporte da { $provider }.
final-accept = Isto encerra o caso como perdido. Não pode ser desfeito.
final-refund = O reembolso vai ao cliente imediatamente. Não pode ser desfeito.
counting-title = Enviando em { $seconds }
counting-text = Nada foi enviado ainda. Você ainda pode voltar atrás.
undo-send = Desfazer
sending-title = Enviando…
sending-text = { $who } está sendo consultada. Deixe a janela aberta.
outcome-accepted = Enviado
outcome-refused = O provedor recusou
outcome-blocked = Nada foi enviado
outcome-unknown = Ainda não sabemos
outcome-not-arrived = Não chegou
outcome-failed = Não deu certo
outcome-accepted-submit = { $who } já tem sua resposta. O recibo fica com o caso.
outcome-accepted-accept = O caso foi encerrado como perdido. O recibo fica com o caso.
outcome-accepted-refund = O reembolso está a caminho do cliente. O recibo fica com o caso.
outcome-refused-text = A { $provider } não aceitou, e nada mudou lá. A resposta:
outcome-blocked-text = Uma última verificação antes do envio deu motivo para parar. Nada mudou na { $provider }.
outcome-unknown-text = A conexão caiu antes de a { $provider } responder. Pode ter chegado. Nada é enviado uma segunda vez; o Tvist resolve pela leitura.
outcome-not-arrived-text = A leitura mostrou que a { $provider } nunca recebeu. Você pode fazer de novo.
request-id = Requisição { $id }
see-receipt = Ver o recibo

preview-title = As páginas da sua resposta
preview-sub = { $count ->
    [one] { $count } página como ela segue
   *[other] { $count } páginas como elas seguem, nesta ordem
}
preview-sub-files = { $count ->
    [one] { $count } página dos seus próprios arquivos
   *[other] { $count } páginas dos seus próprios arquivos
}
preview-unpacked = Isto não pode ser enviado como está. Estes são os seus próprios arquivos, ainda não montados.
preview-texts = Textos além dos arquivos
preview-empty = Ainda não há arquivos.
page-of = Página { $page } de { $name }
page-picture = Imagem da página { $page }
page-unreadable = Esta página não pode ser mostrada como imagem.

receipts-title = O que foi enviado
receipts-sub = Guardado como saiu deste computador.
note-read = A resposta em si se perdeu; a leitura do caso mostrou que chegou.
note-answered-elsewhere = O caso foi respondido em outro lugar.
note-owner = A leitura não resolveu; isto é o que você viu na página do provedor.
note-late-proof = Parecia perdido; uma leitura posterior provou que chegou.
note-read-nothing = Duas leituras com algum intervalo não mostraram nada: nunca chegou.
note-refusal-read = O provedor recusou; a leitura da contestação não mostrou nada do envio.
note-refused-unread = O provedor recusou, mas depois não foi possível ler a contestação. Pode ter chegado mesmo assim.
note-refused-unclear = O provedor recusou, e a leitura da contestação não pôde dizer se chegou mesmo assim.
note-turned-down = O provedor aceitou, e depois falhou.
note-not-sent = Nunca saiu deste computador.
note-interrupted = O programa terminou enquanto estava a caminho.
note-changed-meanwhile = A contestação mudou no provedor no último momento; nada foi enviado.
note-unreadable = Não foi possível ler a contestação logo antes do envio; nada foi enviado.
note-upload-refused = O provedor recusou um arquivo; a resposta em si não foi enviada.
note-upload-failed = Não foi possível enviar um arquivo; a resposta em si não foi enviada.
note-withdrawal-failed = Não foi possível retirar um arquivo de uma tentativa anterior; nada foi enviado.
note-no-call = O provedor não tem tal chamada para esta contestação; nada foi enviado.
note-identified = Você informou o id, e o provedor o conhece.
receipt-refused = O que o provedor disse ao recusar
receipt-stated = Declarado por { $by }, { $moment }
receipts-none = Nada foi enviado para este caso.
provider-answer = A resposta do provedor
term-buyer-document = CPF/CNPJ
term-phone = Telefone
term-statement = Na fatura
term-authentication = Autenticação
term-acquirer-reference = Referência do adquirente
term-other-reference = Outra referência
term-transaction = Transação
guess-title = Talvez: { $reason }
guess-none = Do que se trata?
guess-stated = Você disse: { $reason }
guess-why = A { $provider } não dá motivo, só estas palavras. O Tvist supõe a partir delas; você decide, e a lista acompanha.
guess-confirm = É isso
guess-other = Ou se trata de
guess-change = Mudar para
guess-choose = Escolher
returned-to-you = A { $provider } devolveu sua resposta em { $date }: falta alguma coisa. Responda de novo até a data daqui.
by-day = A { $provider } informa o dia, { $day }, sem hora: por segurança o Tvist conta até o começo dele.
slot-documents = Documento
