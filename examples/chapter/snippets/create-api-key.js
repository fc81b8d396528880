var Syncano = require('syncano'); //CommonJS
var connection = new Syncano({accountKey: "ACCOUNT_KEY"});
var ApiKey = connection.ApiKey;

ApiKey.please().create({instanceName: 'INSTANCE_NAME'}).then(callback);
