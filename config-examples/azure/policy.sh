# Least privilege (vendor command, not run here): read secrets; add "set" only for those who push or rotate.
# A vault with access policies instead of roles: az keyvault set-policy --name my-keyvault --upn ... --secret-permissions get
az role assignment create --role "Key Vault Secrets User" --assignee "$PRINCIPAL" --scope "$KEY_VAULT_ID"
