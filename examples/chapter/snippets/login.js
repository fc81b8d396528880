var Syncano = require('syncano');  // CommonJS
var connection = Syncano();

var credentials = {
  email: YOUR_EMAIL, 
  password: YOUR_PASSWORD
};

connection.Account.login(credentials).then(function(user) {
	console.log('user', user);
});
