# Least privilege (vendor command, not run here): read secrets; add "set" only for those who push or rotate.
az role assignment create --role "Key Vault Secrets User" --assignee "$PRINCIPAL" --scope "$KEY_VAULT_ID"
