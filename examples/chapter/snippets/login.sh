curl -X POST \
-H "Content-type: application/json" \
-d '{"email":"YOUR_EMAIL", "password":"YOUR_PASSWORD"}' \
"https://api.syncano.io/v1.1/account/auth/"
