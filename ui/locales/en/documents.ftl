# Documents of a case, and what is said at it between the merchant and the provider.

documents = Documents
documents-none = No documents lie at { $provider } yet.
documents-unasked = The provider couldn’t be asked for its own documents. What Tvist sent is here:
origin-issuer = From the buyer’s bank
origin-merchant = From you, put there outside Tvist
origin-app = Sent by Tvist
origin-unknown = { $provider } doesn’t tell from whom
document-save = Save…
document-saving = Fetching…
document-saved = Saved
error-not-saved = The document could not be saved there. Choose another place.
comments = Comments
comments-private = Only { $provider }’s staff reads these. The buyer’s bank never sees them: what shall count belongs into the documents.
comment-unsigned = Unsigned
comment-add = Write a comment
comment-add-hint = It goes to { $provider } at once and can’t be changed or taken back.
comment-send = Send comment
comment-sending = Sending…
