curl -X POST \
-H "X-API-KEY: ACCOUNT_KEY" \
"https://api.syncano.io/v1.1/instances/instance_name/api_keys/"
