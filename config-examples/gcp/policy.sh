# Least privilege (vendor command, not run here): access one secret.
gcloud secrets add-iam-policy-binding app-dotenvx-key --member "$MEMBER" --role roles/secretmanager.secretAccessor
