# In cURL, you have to pass API Key with every call you make, so e.g. to list all your instances, you can use

curl -X GET \
-H "X-API-KEY: <ACCOUNT_KEY>" \
"https://api.syncano.io/v1.1/instances/"
