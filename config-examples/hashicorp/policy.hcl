# Least privilege: read these secrets; add "create" and "update" only for those who push or rotate.
path "secret/data/apps/*" {
  capabilities = ["read"]
}
