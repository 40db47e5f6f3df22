#pragma once
// Public keys made for these tests by the openssl program, and its signatures of the text "entre". The
// private halves were thrown away.

namespace entre::test {

constexpr const char* rsa_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAma7TlOhBZVeWKXQSmWr+\n"
    "dexSEPH2Uz5shSPYabJOnUNquCAONhzAcWVghD+7b7iMPiXYpAlhQ4/C8QKFcPFh\n"
    "5iRxOVlF91YeQKhpurUDg7TS34hhIbw+yqPmdugdGAS7pgzgwTlpXXkuAmPkoUgG\n"
    "ytapzLTkp1GL7Iu/K4Yigb+eOGHeJApRglGFT17qyGBNNOUs7SrINFeF5Oh3lOvz\n"
    "191xfSP6qvdCL8V91uXsvZ2JNv1YJxhDUesPCtywz7RmKyCGq3plQsiZv3MiA7iI\n"
    "vSgkfnoblAaE3nuZ/SlXN3AmpQVQYfpWrXwivq78UWc7WE6ozySarjwTLt5Ka+uY\n"
    "SwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* rsa_pss_signature =
    "24eeedd90b9c5b1bad0182fbb09c177b8d029011e73dedddbf5533ffc2665221bfb27508594c7501968b8aaf06d1a99c"
    "359e55a1ce0419c68f356b57999f02c4d8a04a3541c76142835d8086e12515235d3bb357aa3cbf9d51a6e22bb1d21613"
    "49bc42638afb895e78be72737282fcb7d402808d4f2f73a543e47cf17e215a7da4e5fb515335e0c5d39cef63ccff8701"
    "6174e02230fb4773b960126e0df7c387144253c19c322f7d1e85b93e334d451ff2e8d0250a69de43f47bc99480ac4781"
    "b0a9a8823cb5d41aa5d91e38ef3411efe5f6f9326d222450091b7437f5eafa17a463af923cc770255f5bf38ab9c2ab25"
    "bb352de997f165cdbdb53014107ecc8c";
// The same key's older padding, PKCS #1 v1.5, which is not what we accept.
constexpr const char* rsa_pkcs1_signature =
    "25f10462d1c3909b9a4517bd0af6e5f2adbff72e916a9c87ea87dcc2ca3c63ab3b5a96305c5a0f1e1becc3cf8163b065"
    "aaf93612f1ef3c9ffd73ef69d8ebf4e6d733b61e0a3d738d785969a3a6eb109e72c228637964ae370cef7c9832378cf8"
    "3c2e2d08d2628b9725e5826f7052fc93a22182a82bc04e5f1bafdee1bd94dbbfed7ba6911c1ad2d6ae7e3d596f32314f"
    "7ea7fed96b8fa552c75866f1357bf05036dc4b70daf420a0e8121d244b28099c182310e67b4ffe473ded3304722eed14"
    "bb8ba96920f4f6bb0849eccedc52e0fe7430c563763ada47639b8330e9c9fd4a5fe9eb5f515817ea46745b8e588f266d"
    "39437bb617e6a4b7f099acbd3cdc2cb7";
// Good signatures by keys that are too weak (1024 bits), and of another curve (P-384).
constexpr const char* weak_rsa_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCx5T6Pb220xi3vXzLlDvYoKEyi\n"
    "57Os4AWT+jqsRWgL59pPFpIBRILueWDBQWgPpswqHjkCLicsAux2lFIAfbJwI4Zv\n"
    "oT1ya2XMWOI2UOd0iG6O1OSTuMh24zoOZZxc4CC6hsEustijeCCg/g7lyAQmonoc\n"
    "t6PJ3ALKI3umC+PFrwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* weak_rsa_signature =
    "0bc05f91384f0ed3e20785673d79fe35880d5d6b735b8dfa9364916abbe4030038783c616d4066ca917a73518f0bdc7d"
    "e5b09af6bafb41679184515c2ea0946d546458388068d3e01984894e89d1674e6ba1dc593cc923749d3be03b3099396b"
    "eb960f24b2bfbf073c7046aa8e0d07fc84815840bcaee1cd0b7bcb8545848b14";
constexpr const char* p384_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEBRDauA4177R7iI4FwfAB9BYmSQuIM/3C\n"
    "NrQ/SP3lhfMiCIrotddfsbzkodf7vddgUUfCH8D9pZFGq4R7RPeCFSnTVqT5zMxG\n"
    "whiCAZkLRMd+XMY2FF3cek01/eOVKph+\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* p384_signature =
    "306502305cc6065076250230863e9644f75a16b6d6c36e3ef1ea8d8e213daf4a564a49a02a99869b7e3fcb9c1d78b18e"
    "10bc8d510231008554a055445d0ee52d01396534f69f7379c83d59c26e457eda7ba03a705c8876805928b7c2da451f2c"
    "bd14a010f5d21f";
constexpr const char* p256_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8l15/gICdBjzTMhxSO6EcvJunWtT\n"
    "NELmmp17VVJHwez5UzwypmhCqr3W5GhmZ7q0jwa6Kt2Wvo5S9yVT8OcwxA==\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* p256_signature =
    "3045022100ff63cef60efa8316dbe21fb147de8bd2aa972d0e559760b8d15b9d5028fcf7cb02207b51eeef99b8819640"
    "d9f16e15379e43453e699bbd8272641bdb937ffa469b12";

}  // namespace entre::test
