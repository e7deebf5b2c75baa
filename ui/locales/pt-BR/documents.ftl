# Documents of a case, and what is said at it between the merchant and the provider.

documents = Documentos
documents-none = Ainda não há documentos na { $provider }.
documents-unasked = Não foi possível pedir ao provedor os documentos dele. O que o Tvist enviou está aqui:
origin-issuer = Do banco do comprador
origin-merchant = Sua, enviada fora do Tvist
origin-app = Enviado pelo Tvist
origin-unknown = A { $provider } não diz de quem
document-save = Salvar…
document-saving = Buscando…
document-saved = Salvo
error-not-saved = O documento não pôde ser salvo ali. Escolha outro lugar.
comments = Comentários
comments-private = Só a equipe da { $provider } lê isto. O banco do comprador nunca vê: o que deve contar precisa estar nos documentos.
comment-unsigned = Sem nome
comment-add = Escrever um comentário
comment-add-hint = Vai para a { $provider } na hora e não pode ser mudado nem retirado.
comment-send = Enviar comentário
comment-sending = Enviando…
