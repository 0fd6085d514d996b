# Least privilege: read these secrets; add "create" and "update" (a push reads too) only for those who push or rotate.
path "secret/data/apps/*" {
  capabilities = ["read"]
}
